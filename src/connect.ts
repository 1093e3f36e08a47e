import { readEnvironment } from './config.ts';
import { Gone, openTerminal } from './connect/terminal.ts';
import { allSteps, connect } from './connecting.ts';

/** `npm run connect`: asks where there is a terminal, and elsewhere prints every step. */
const environment = readEnvironment();
if (process.stdin.isTTY) {
  process.exit(await lead());
} else {
  process.stdout.write(`${allSteps(environment).join('\n')}\n`);
}

/** The exit code: 0 when Kith could start now, or the person chose to come back later. */
async function lead(): Promise<number> {
  const terminal = openTerminal();
  try {
    const isReady = await connect(terminal, environment, '.env');
    if (isReady) terminal.say('Start Kith with npm start.');
    return isReady ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    terminal.say('\nUntil another time: npm run connect begins anew.');
    return 0;
  } finally {
    terminal.close();
  }
}
