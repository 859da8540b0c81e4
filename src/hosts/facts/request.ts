// Pure: what facts.sh is asked, as its arguments.
import type { FactsRequest } from '../../model/facts.js';

/** In fours: kind, number, what, record. Names come last: they are looked up side by side, with nothing else. */
export function factsArguments(request: FactsRequest): readonly string[] {
  const { files, bundles, services, names } = request;
  const four = (kind: string, all: readonly string[]): readonly string[] => all.flatMap((what, i) => [kind, String(i), what, '']);
  return [
    request.home,
    request.base,
    request.javaHome ?? '',
    ...four('file', files),
    ...factsDirs(request).flatMap(({ path, data }, i) => [data ? 'data' : 'dir', String(i), path, '']),
    ...bundles.flatMap(({ dir, record }, i) => ['bundle', String(i), dir, record]),
    ...four('service', services),
    ...four('name', names),
  ];
}

/** Every directory once, in the order in which they are numbered. */
export function factsDirs({ dirs, dataDirs }: FactsRequest): readonly { readonly path: string; readonly data: boolean }[] {
  return [...new Set([...dirs, ...dataDirs])].map((path) => ({ path, data: dataDirs.includes(path) }));
}
