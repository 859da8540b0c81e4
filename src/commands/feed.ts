import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { AppError } from '../errors/app-error.js';
import type { FeedResult } from '../flows/feed.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { feedText } from '../views/feed.js';
import { passThrough } from '../terminal/terminal.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Feed extends BaseCommand<typeof Feed, FeedResult> {
  static override summary = 'Send real events to the topic of the producer, one a line';
  static override description =
    'The lines of a file on this machine, or of the standard input, go through the connection to a host with the role producer and from there to Kafka, acknowledged by all replicas in sync. The service of the producer may run meanwhile, or be stopped. Malformed lines are named and left out. Ends with 3 where some were, with 1 where messages may not have arrived.';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %> events.txt', description: 'All of them, as fast as it goes' },
    { command: 'tail -F access.events | <%= config.bin %> <%= command.id %> - --rate 1000', description: 'As they come, until Ctrl-C' },
  ];
  static override args = {
    file: Args.string({ required: true, description: 'lines such as `page37|5|1.51|-1`; `-` for the standard input' }),
  };
  static override flags = {
    rate: Flags.integer({ min: 1, max: 10_000_000, helpValue: 'N', summary: 'No more than so many lines a second.' }),
    on: Flags.string({ helpValue: 'HOST', summary: 'Host that sends; else the first one with the role producer.' }),
  };

  protected override async act({ flags, args }: Input<typeof Feed>, flow: FlowOptions): Promise<Outcome<FeedResult>> {
    const source = await sourceOf(args.file);
    const { feed } = await import('../flows/feed.js');
    return feed({
      ...flow,
      source,
      perSecond: flags.rate ?? null,
      on: flags.on ?? null,
      onWords: ({ bytes }) => (flags.quiet ? Promise.resolve() : passThrough('stderr', bytes)),
    });
  }

  protected override show(result: FeedResult): string {
    return feedText(result);
  }
}

/** @throws AppError USAGE for what cannot be read, before anybody is asked anything */
async function sourceOf(file: string): Promise<Readable> {
  if (file === '-') return process.stdin;
  try {
    await access(file, constants.R_OK);
    if ((await stat(file)).isDirectory()) throw new Error('it is a directory');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('USAGE', `The events cannot be read: ${why}.`, {
      where: { file },
      todo: ['Name a file, or - for the standard input.'],
    });
  }
  return createReadStream(file, { highWaterMark: 1 << 18 });
}
