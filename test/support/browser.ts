// Real headless Chromium. It can reach this machine and nothing else, and keeps what it was not happy with.
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Page } from 'playwright-core';

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
];

/** The path of a program that is installed, or undefined. */
export function installed(program: string): string | undefined {
  const paths = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export interface Browsing {
  readonly page: Page;
  /** Errors on its console, violations of the policy and exceptions among them. */
  readonly problems: readonly string[];
  /** Every URL that was asked for. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export async function browse(url: string, executablePath: string): Promise<Browsing> {
  const profile = mkdtempSync(join(tmpdir(), 'fams-chromium-'));
  const viewport = { width: 1280, height: 720 };
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: FLAGS, viewport });
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url);
  return {
    page,
    problems,
    requests,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
