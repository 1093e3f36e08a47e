/** Everything the page asks of its server. */

/** @param {Record<string, string>} [query] */
export async function getState(query = {}) {
  return answerOf(await fetch(`/playground/state?${new URLSearchParams(query)}`));
}

/** Acts as a person. The answer says what they would see when it fails. */
export const act = (body) => post('/playground/act', body);

/** Moves the playground's time. */
export const move = (body) => post('/playground/time', body);

async function post(path, body) {
  const headers = { 'content-type': 'application/json' };
  return answerOf(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function answerOf(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `The playground answered ${response.status}.`);
  return answer;
}

/**
 * Calls `listener` after every visible change, and with `false` while the playground cannot be reached.
 * @param {(reachable: boolean) => void} listener
 */
export function onChange(listener) {
  const source = new EventSource('/playground/changes');
  source.addEventListener('change', () => listener(true));
  source.addEventListener('error', () => listener(false));
  return () => source.close();
}

/**
 * Runs `work`, and once more when it was asked for while it ran: never two at once, never one too few.
 * @param {() => Promise<void>} work
 */
export function oneAtATime(work) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      running = false;
    }
  };
}

/** Where the page gets a picture that was sent on a local platform; `undefined` for one from elsewhere. */
export function pictureAddress(platform, url) {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  if (hostname !== '127.0.0.1') return undefined;
  return `/playground/images/${platform}?${new URLSearchParams({ path: pathname })}`;
}
