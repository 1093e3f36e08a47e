import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { importMapSource } from './shell.ts';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Keeps other web pages that are open in the same browser out: a name that only resolves to this machine (DNS rebinding) is no
 * loopback name, and a POST needs our own origin and a content type that no foreign form can send.
 */
export const onlyFromHere = createMiddleware(async ({ req }, next) => {
  const host = req.header('host') ?? new URL(req.url).host;
  if (!URL.canParse(`http://${host}`) || !loopback.has(new URL(`http://${host}`).hostname)) {
    throw new HTTPException(403, { message: 'The playground answers only to this machine’s own names.' });
  }
  if (req.method === 'POST') {
    const origin = req.header('origin') ?? '';
    if (origin !== `http://${host}`)
      throw new HTTPException(403, { message: 'Only the playground’s own page may act.' });
    if (!/^application\/json\b/i.test(req.header('content-type') ?? '')) {
      throw new HTTPException(415, { message: 'Send JSON, with its content type.' });
    }
  }
  await next();
});

/** Nothing from elsewhere, nothing inline but the import map. */
export const strictHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", importMapSource],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  // Plain HTTP on loopback.
  strictTransportSecurity: false,
});
