import { h } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Composer } from './composer.js';
import { Messages } from './messages.js';
import { Modal } from './modal.js';
import { People } from './people.js';
import { Places } from './places.js';
import { getState, oneAtATime, act as send } from './server.js';
import { renderBlocks } from './slack-message.js';
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

  const act = useCallback(
    async (what, { quiet = false } = {}) => {
      const outcome = await send({ ...what, platform, person: where.person }).catch(({ message }) => ({
        ok: false,
        failed: message,
      }));
      if (!outcome.ok && !quiet) setToast({ text: outcome.failed });
      await refresh();
      return outcome;
    },
    [platform, where.person],
  );
  const person = people.find(({ id }) => id === where.person);
  const context = useMemo(() => contextOf({ info, person, now, act, view }), [info, person, now, act, view?.places]);
  const go = (place) => {
    setWhere({ ...where, place });
    if (place === 'home') act({ act: 'home' });
  };
  const become = (id) => {
    const seesIt =
      where.place !== 'home' && (people.find((each) => each.id === id)?.admin || isOpen(where.place, info));
    setToast(null);
    setWhere({ person: id, place: seesIt ? where.place : 'direct' });
  };
  const { modal } = view ?? {};
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
          places: view?.places ?? [],
          direct: view?.direct ?? null,
          chosen: where.place,
          isNew: (place, newest) => read.isNew(where.person, place, newest),
          onChoose: go,
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
const isOpen = (place, { places }) => places.find(({ id }) => id === place)?.name !== 'organizers';

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
    reader: person,
    now,
    act,
    nameOf: (id) => byId.get(id) ?? id,
    channelOf: (id) => channels.get(id) ?? id,
    isApp: (id) => id === info.botId || info.others.some((other) => other.id === id),
  };
}

function Conversation({ view, where, context, overview, people, go }) {
  const { platform, reader, act } = context;
  const { place } = where;
  const isDirect = place === 'direct' || place === 'home';
  const title = isDirect ? 'Kith' : context.channelOf(place);
  const isCurrent = view?.place === place && view.person === where.person;
  const onSend = async (line) => (await act({ act: 'type', line, place })).ok;
  const commands = overview.commands.filter(({ forAdmins }) => platform === 'slack' || reader.admin || !forAdmins);
  return h(
    'section',
    { class: 'conversation', 'aria-label': `${names[platform]}: ${title}` },
    h(
      'header',
      { class: 'title' },
      h('h2', null, !isDirect && h('span', { class: 'hash', 'aria-hidden': 'true' }, '#'), title),
      platform === 'slack' && isDirect && h(Tabs, { place, go }),
    ),
    place === 'home'
      ? h(Home, { home: isCurrent ? view.home : null, context })
      : h(Messages, {
          messages: isCurrent ? view.messages : [],
          label: isDirect ? 'Messages with Kith' : `Messages in ${title}`,
          context,
        }),
    place !== 'home' &&
      h(Composer, {
        key: `${where.person} ${place}`,
        label: isDirect ? 'Message Kith' : `Message #${title}`,
        commands,
        people,
        onSend,
      }),
  );
}

function Tabs({ place, go }) {
  const tab = (id, label) =>
    h('button', { type: 'button', 'aria-pressed': String(place === id), onClick: () => go(id) }, label);
  return h('div', { class: 'tabs' }, tab('home', 'Home'), tab('direct', 'Messages'));
}

function Home({ home, context }) {
  return h(
    'div',
    { class: 'messages home body', role: 'region', 'aria-label': 'App Home', tabIndex: 0 },
    home
      ? renderBlocks(home.raw.blocks, home, context)
      : h('p', { class: 'nothing' }, 'Kith has not published a home yet.'),
  );
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
