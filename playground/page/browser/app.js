import { h, render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Column } from './column.js';
import { getState, onChange, oneAtATime } from './server.js';
import { TopBar } from './top-bar.js';

const TICK_MS = 15_000;
const AGAIN_MS = 1000;

function App() {
  const [overview, setOverview] = useState(null);
  const [ahead, setAhead] = useState(0);
  const [version, setVersion] = useState(0);
  const [reachable, setReachable] = useState(true);
  useTick(TICK_MS);
  const refresh = useMemo(
    () =>
      oneAtATime(async () => {
        try {
          const found = await getState();
          setAhead(found.now - Date.now());
          setOverview(found);
          setVersion((before) => before + 1);
        } catch {
          // It is still starting; once open, changes are told.
          setTimeout(refresh, AGAIN_MS);
        }
      }),
    [],
  );
  useEffect(() => {
    void refresh();
    return onChange((isReachable) => {
      setReachable(isReachable);
      if (isReachable) void refresh();
    });
  }, []);
  const showMoved = (moved) => {
    setAhead(moved.now - Date.now());
    setOverview({ ...overview, ...moved });
    void refresh();
  };
  if (!overview) return h('p', { class: 'opening' }, 'Opening the playground…');
  const now = Date.now() + ahead;
  return h(
    'div',
    { class: 'playground' },
    h(TopBar, { overview, now, reachable, onMoved: showMoved }),
    h(
      'main',
      { class: 'columns' },
      overview.platforms.map((info) => h(Column, { key: info.platform, info, overview, version, now })),
    ),
  );
}

/** Draws again now and then, because time goes on by itself. */
function useTick(every) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), every);
    return () => clearInterval(timer);
  }, []);
}

const root = document.getElementById('app');
root.replaceChildren();
render(h(App), root);
