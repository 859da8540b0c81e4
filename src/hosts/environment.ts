// The environment of the operator's process, put right before anything reads it.
import { userInfo } from 'node:os';
import { isAbsolute } from 'node:path';
import { AppError } from '../errors/app-error.js';

const XDG = ['XDG_STATE_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_RUNTIME_DIR'];

/**
 * An empty or relative path would name a place below the current directory. The XDG specification wants such a value ignored; for HOME
 * the account's own entry holds.
 * @throws AppError USAGE where the account has no entry
 */
export function settleEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of XDG) if (env[name] !== undefined && !isAbsolute(env[name])) delete env[name];
  if (env['HOME'] !== undefined && isAbsolute(env['HOME'])) return;
  env['HOME'] = homeOfAccount();
}

function homeOfAccount(): string {
  try {
    const { homedir } = userInfo();
    if (isAbsolute(homedir)) return homedir;
  } catch {
    // A user id without an account.
  }
  throw new AppError('USAGE', 'HOME is not set to an absolute path, and this account has no home directory of its own.', {
    todo: ['Set HOME to a directory that you may write to.'],
  });
}
