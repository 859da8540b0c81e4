// The software that was obtained, one bundle a line.
import type { BundleResult } from '../flows/bundle.js';
import { table } from '../terminal/table.js';

export const bundleText = ({ bundles }: BundleResult): string =>
  table(
    bundles.map(({ name, version, bytes, digest, path, source }) => [
      `${name} ${version}`,
      `${String(bytes)} bytes`,
      digest.slice(0, 12),
      path,
      `from ${source}`,
    ]),
  );
