import { h } from 'preact';

const colours = [
  '#b4532a',
  '#2f6f4f',
  '#3b5bab',
  '#8a3f7d',
  '#7a6417',
  '#1f7a86',
  '#a83a4b',
  '#5a4fa2',
  '#4b6b2a',
  '#94502c',
];

function colourOf(name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return colours[sum % colours.length];
}

/** Initials on a colour of their own; Kith has its sign. Decoration: the name always stands beside it. */
export function Avatar({ name, size = 36, round = false }) {
  const shape = { width: size, height: size, viewBox: '0 0 40 40', 'aria-hidden': 'true', class: 'avatar' };
  const corner = round ? 20 : 7;
  if (name === 'Kith') {
    return h(
      'svg',
      shape,
      h('rect', { width: 40, height: 40, rx: corner, fill: '#0f766e' }),
      h('circle', { cx: 15, cy: 17, r: 6.5, fill: '#fef3c7' }),
      h('circle', { cx: 26, cy: 17, r: 6.5, fill: '#fbbf24', 'fill-opacity': 0.92 }),
      h('path', {
        d: 'M10 27c6 6 14 6 20 0',
        fill: 'none',
        stroke: '#fef3c7',
        'stroke-width': 2.6,
        'stroke-linecap': 'round',
      }),
    );
  }
  const words = { x: 20, y: 26, 'text-anchor': 'middle', 'font-size': 17, 'font-weight': 700, fill: '#fff' };
  return h(
    'svg',
    shape,
    h('rect', { width: 40, height: 40, rx: corner, fill: colourOf(name) }),
    h('text', words, [...name].slice(0, 2).join('')),
  );
}
