// Refusal of an archive. It happens before anything touches a host.
import { AppError } from '../errors/app-error.js';
import type { Product, Wanted } from './product.js';

/** BUNDLE_REFUSED: an archive that was read and is not what it should be. `why` continues "The archive is refused: ". */
export function refused(
  archive: string,
  why: string,
  todo: readonly string[] = ['Get the archive again, from a source that you trust.'],
): AppError {
  return new AppError('BUNDLE_REFUSED', `The archive is refused: ${why}`, { where: { file: archive }, todo });
}

/** BUNDLE_MISSING: there is no archive to read. */
export function missing(
  what: string,
  where: { readonly file?: string; readonly command?: string },
  todo: readonly string[],
  cause?: unknown,
): AppError {
  return new AppError('BUNDLE_MISSING', what, { where, todo, cause });
}

/** Remedies for a missing archive. */
export const instead = (product: Product, wanted: Pick<Wanted, 'version' | 'scala'>): string =>
  `Set ${product.name}.bundle to the path or URL of the official archive (${product.official(wanted)}), or to auto to have it assembled.`;

/** INTERRUPTED where `signal` is the reason for `thrown`; else `thrown` itself. */
export function interruptedOr(thrown: unknown, signal: AbortSignal | undefined, what: string): unknown {
  if (signal?.aborted !== true) return thrown;
  return new AppError('INTERRUPTED', `${what} was interrupted`, {
    todo: ['Run it again; nothing half-made is in the way.'],
    cause: thrown,
  });
}
