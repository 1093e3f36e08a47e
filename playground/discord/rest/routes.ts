import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Local } from '../local.ts';

/** `request` is how faults and refusals name it: `POST /channels/1/messages`. */
export type Env = { Bindings: HttpBindings; Variables: { request: string } };

export type Api = Hono<Env>;

/** A group of routes; each file of this folder adds one to the registry in `index.ts`. */
export type RouteGroup = (api: Api, local: Local) => void;
