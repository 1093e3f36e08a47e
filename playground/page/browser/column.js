import { h } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Conversation } from './conversation.js';
import { Modal } from './modal.js';
import { People } from './people.js';
import { Places } from './places.js';
import { getState, oneAtATime, act as send } from './server.js';
import { Toast } from './toast.js';

const names = { slack: 'Slack', discord: 'Discord' };

/** One platform as one of its people sees it. */
export function Column({ info, overview, version, now }) {
  const { platform, people } = info;
  const [where, setWhere] = useState(() => opening(info));
  const [view, setView] = useState(null);
  const [toast, setToast] = useState(null);
  const read = useRead(view);
  const refresh = useView(platform, where, setView);
  useEffect(() => void refresh(), [where, version]);

  const act = useActs(platform, where.person, refresh, setToast);
  const person = people.find(({ id }) => id === where.person);
  const context = useMemo(() => contextOf({ info, person, now, act }), [info, person, now, act]);
  // What the person before saw is nobody else's.
  const own = view?.person === where.person ? view : null;
  // Who acts fast does so twice before the page is drawn again: each goes on from where the other led.
  const go = (place) => {
    setWhere((before) => ({ ...before, place }));
    if (place === 'home') act({ act: 'home' });
  };
  const become = (id) => {
    setToast(null);
    setWhere(({ place }) => ({
      person: id,
      place: openTo(info, id).some((each) => each.id === place) ? place : 'direct',
    }));
  };
  const modal = own?.modal;
  return h(
    'section',
    { class: `column ${platform}`, 'aria-label': names[platform] },
    h(People, {
      platform,
      people,
      chosen: where.person,
      now,
      hasNews: (each) => read.isNew(each.id, 'direct', each.newest),
      onChoose: become,
      onReload: () => act({ act: 'reload' }),
    }),
    h(
      'div',
      { class: 'window' },
      h(
        'div',
        { class: 'client', inert: Boolean(modal) },
        h(Places, {
          platform,
          community: overview.community,
          person,
          places: own?.places ?? openTo(info, where.person),
          direct: own?.direct,
          chosen: where.place,
          isNew: (place, newest) => read.isNew(where.person, place, newest),
          onChoose: go,
          act,
        }),
        h(Conversation, { view, where, context, overview, people, go }),
      ),
      modal && h(Modal, { key: `${modal.raw.id ?? modal.raw.custom_id} ${modal.raw.hash}`, modal, context }),
      toast && h(Toast, { key: toast, text: toast.text, onClose: () => setToast(null) }),
    ),
    info.refusals.length > 0 && h(Refusals, { refusals: info.refusals, platform }),
  );
}

/** Where Kith's first messages are: on Discord it writes to people in a channel unless they choose otherwise. */
function opening({ platform, people, places }) {
  const { id } = people.find(({ name }) => name === 'Sam') ?? people[0];
  const channel = platform === 'discord' ? places.find(({ name }) => name === 'kindness') : undefined;
  return { person: id, place: channel?.id ?? 'direct' };
}

/** The organizers' channel is the one place that not everybody sees. */
function openTo({ people, places }, id) {
  const isAdmin = people.find((person) => person.id === id)?.admin;
  return places.filter(({ name }) => isAdmin || name !== 'organizers');
}

/** How the acting person acts. What they would see when it fails is shown, unless whoever asked shows it. */
function useActs(platform, person, refresh, setToast) {
  return useCallback(
    async (what, { quiet = false } = {}) => {
      const unanswered = ({ message }) => ({ ok: false, failed: message });
      const outcome = await send({ ...what, platform, person }).catch(unanswered);
      if (!outcome.ok && !quiet) setToast({ text: outcome.failed });
      await refresh();
      return outcome;
    },
    [platform, person],
  );
}

/** Fetches what stands now; an answer to an older question is not shown. */
function useView(platform, where, setView) {
  const wanted = useRef(where);
  wanted.current = where;
  const run = useMemo(
    () =>
      oneAtATime(async () => {
        const { person, place } = wanted.current;
        // A missed answer comes with the next change.
        const found = await getState({ platform, person, place }).catch(() => undefined);
        if (found && wanted.current.person === person && wanted.current.place === place) setView(found);
      }),
    [platform],
  );
  return run;
}

/** Remembers what was shown to whom, as clients do, until the page is closed. */
function useRead(view) {
  const read = useRef(new Map());
  if (view) {
    const newest = view.place === 'direct' ? view.direct : view.places.find(({ id }) => id === view.place)?.newest;
    if (newest) read.current.set(`${view.person} ${view.place}`, newest);
  }
  return {
    isNew: (person, place, newest) => Boolean(newest) && read.current.get(`${person} ${place}`) !== newest,
  };
}

/** What drawing a message needs: names, the reader, the time, and how to act. */
function contextOf({ info, person, now, act }) {
  const byId = new Map([...info.people, ...info.others].map(({ id, name }) => [id, name]));
  byId.set(info.botId, 'Kith');
  const channels = new Map(info.places.map(({ id, name }) => [id, name]));
  return {
    platform: info.platform,
    menus: info.menus,
    reader: person,
    now,
    act,
    nameOf: (id) => byId.get(id) ?? id,
    channelOf: (id) => channels.get(id) ?? id,
    isApp: (id) => id === info.botId || info.others.some((other) => other.id === id),
  };
}

/** For those who work on Kith: what the real platform would have refused. */
function Refusals({ refusals, platform }) {
  return h(
    'details',
    { class: 'refusals' },
    h(
      'summary',
      null,
      `${names[platform]} refused ${refusals.length === 5 ? 'at least 5' : refusals.length} of Kith’s requests`,
    ),
    h(
      'ul',
      null,
      refusals.map(({ request, code, detail }) => h('li', null, h('code', null, request), ` ${code} ${detail}`)),
    ),
  );
}
