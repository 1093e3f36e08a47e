import { describe } from 'vitest';
import { type MakePlatform, useBench } from './harness.ts';
import { receiving } from './receiving.ts';
import { rendering } from './rendering.ts';
import { replying } from './replying.ts';
import { sending } from './sending.ts';
import { thanking } from './thanking.ts';

export type { MakePlatform, Making, PlatformUnderTest } from './harness.ts';

/**
 * What every platform adapter has to do, driven by people at a local platform on one side and a scripted engine on the other.
 * What platforms rightly do differently is data of {@link PlatformUnderTest}, never a test left out.
 */
export function platformContract(name: string, make: MakePlatform): void {
  describe(`the platform contract: ${name}`, () => {
    const bench = useBench(make);
    receiving(bench);
    replying(bench);
    rendering(bench);
    sending(bench);
    thanking(bench);
  });
}
