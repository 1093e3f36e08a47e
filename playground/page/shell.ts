import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';

const importMap = JSON.stringify({
  imports: {
    preact: '/playground/assets/preact.mjs',
    'preact/hooks': '/playground/assets/preact-hooks.mjs',
  },
});

/** How the content security policy names the import map, the only inline script. */
export const importMapSource = `'sha256-${createHash('sha256').update(importMap).digest('base64')}'`;

/** The empty page; the browser's modules fill it. */
export const pageHtml = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light">
    <title>Kith playground</title>
    <link rel="icon" href="/playground/assets/kith.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/playground/assets/page.css">
    <link rel="stylesheet" href="/playground/assets/column.css">
    <link rel="stylesheet" href="/playground/assets/forms.css">
    <link rel="stylesheet" href="/playground/assets/slack.css">
    <link rel="stylesheet" href="/playground/assets/slack-forms.css">
    <link rel="stylesheet" href="/playground/assets/discord.css">
    <link rel="stylesheet" href="/playground/assets/discord-forms.css">
    <script type="importmap">${raw(importMap)}</script>
    <script type="module" src="/playground/assets/app.js"></script>
  </head>
  <body>
    <div id="app"><p class="opening">Opening the playground…</p></div>
    <noscript>The playground needs JavaScript.</noscript>
  </body>
</html>`;
