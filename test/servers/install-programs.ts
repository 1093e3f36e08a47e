import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { findPrograms, type Programs } from './find-programs.ts';

type Name = keyof Programs;

const names: readonly Name[] = ['redis', 'postgres', 'chromium', 'emoji'];
const debianPackages: Record<Name, string> = {
  redis: 'redis-server',
  postgres: 'postgresql',
  chromium: 'chromium',
  emoji: 'fonts-noto-color-emoji',
};
/** Ubuntu's chromium package only points at a snap; Playwright brings a browser that runs everywhere. */
const playwrightBrowser = ['node_modules/playwright-core/cli.js', 'install', '--with-deps', 'chromium'];

/**
 * All programs of the suite: found, or installed when this is root on Debian or Ubuntu.
 * Throws what to install, and with which command, when they cannot be had.
 */
export function findOrInstallPrograms(tell: (line: string) => void): Programs {
  const missing = missingFrom(findPrograms());
  if (missing.length > 0 && canInstall()) install(missing, tell);
  const programs = findPrograms();
  if (isComplete(programs)) return programs;
  throw new Error(advice(missingFrom(programs)));
}

function isComplete(programs: Partial<Programs>): programs is Programs {
  return missingFrom(programs).length === 0;
}

function missingFrom(programs: Partial<Programs>): Name[] {
  return names.filter((name) => programs[name] === undefined);
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

function isUbuntu(): boolean {
  return existsSync('/etc/os-release') && /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function install(missing: readonly Name[], tell: (line: string) => void): void {
  const fromApt = missing.filter((name) => name !== 'chromium' || !isUbuntu()).map((name) => debianPackages[name]);
  if (fromApt.length > 0) {
    tell(`Installing ${fromApt.join(', ')} with apt-get …`);
    withoutStartingServices(() => {
      if (!aptGet('install', ...fromApt)) {
        // Old or empty package lists are the usual reason.
        aptGet('update');
        aptGet('install', ...fromApt);
      }
    });
  }
  if (missing.includes('chromium') && isUbuntu()) {
    tell('Installing Chromium with Playwright …');
    spawnSync(process.execPath, playwrightBrowser, { stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

function aptGet(...args: string[]): boolean {
  const options = ['--yes', '--quiet', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const done = spawnSync('apt-get', [...options, ...args], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.status !== 0) process.stderr.write(`apt-get ${args.join(' ')}: ${done.stderr ?? done.error?.message}\n`);
  return done.status === 0;
}

/** Debian starts a server as soon as it is installed, unless this file says no. One that is there already is somebody's will. */
function withoutStartingServices(act: () => void): void {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    act();
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

function advice(missing: readonly Name[]): string {
  const packages = missing.map((name) => debianPackages[name]).join(' ');
  const debian = `  Debian: sudo apt-get install ${packages}`;
  const ubuntu = `  Ubuntu: the same without chromium, and for it: sudo node ${playwrightBrowser.join(' ')}`;
  const mac = '  macOS:  brew install redis postgresql@17 && brew install --cask chromium';
  return `The tests need ${missing.join(', ')}, which could not be found. Please install:\n${debian}\n${ubuntu}\n${mac}`;
}
