import * as z from 'zod/mini';

const rebuilt = new WeakMap<z.core.$ZodType, z.core.$ZodType>();

/**
 * The same schema, refusing unknown keys at every depth.
 * `setStrictObject` of `discord-api-spec` comes too late for this: its schemas are built while the module is imported.
 */
export function strict(schema: z.core.$ZodType): z.core.$ZodType {
  const before = rebuilt.get(schema);
  if (before) return before;
  const after = rebuild(schema as z.core.$ZodTypes);
  rebuilt.set(schema, after);
  return after;
}

function rebuild(schema: z.core.$ZodTypes): z.core.$ZodType {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object': {
      const shape = Object.fromEntries(Object.entries(def.shape).map(([key, value]) => [key, strict(value)]));
      return z.core.clone(schema, { ...def, shape, catchall: z.never() } as never);
    }
    case 'lazy':
      return z.lazy(() => strict(def.getter()) as z.ZodMiniType);
    case 'array':
      return z.core.clone(schema, { ...def, element: strict(def.element) } as never);
    case 'union':
      return z.core.clone(schema, { ...def, options: def.options.map(strict) } as never);
    case 'optional':
    case 'nullable':
      return z.core.clone(schema, { ...def, innerType: strict(def.innerType) } as never);
    default:
      return schema;
  }
}
