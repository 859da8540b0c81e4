// Java choice, pure: the Java that the services of a host start with. Each run chooses the same, so a second run changes nothing.
import type { JavaFacts, JavaFit } from '../../model/facts.js';

/**
 * Services keep the Java that they run on as long as it is there and fits: a newer one beside it restarts nothing. Otherwise they
 * take the newest tested one that fits, else the newest that fits. If none fits, the result is the one for the refusal to name.
 * @param inUse homes of the Javas that our services run on now
 */
export function chooseJava(javas: readonly JavaFacts[], fit: JavaFit | undefined, inUse: readonly string[]): JavaFacts | null {
  const { min, max, tested } = fit ?? { min: 0, max: null, tested: [] };
  const fitting = javas.filter(({ major }) => major >= min && (max === null || major <= max));
  const used = ({ home }: JavaFacts): boolean => inUse.includes(home);
  const choices = [fitting.filter(used), fitting.filter(({ major }) => tested.includes(major)), fitting, javas.filter(used), javas];
  return newest(choices.find((some) => some.length > 0) ?? []);
}

const newest = (javas: readonly JavaFacts[]): JavaFacts | null =>
  javas.toSorted((a, b) => b.major - a.major || byNumbers(b.version, a.version) || (a.home < b.home ? -1 : 1))[0] ?? null;

/** `17.0.9` comes before `17.0.15`. */
function byNumbers(left: string, right: string): number {
  const numbers = (version: string): readonly number[] => (version.match(/\d+/g) ?? []).map(Number);
  const others = numbers(right);
  const differences = numbers(left).map((number, i) => number - (others[i] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}
