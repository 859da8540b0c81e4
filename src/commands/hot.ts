import * as Flags from '@oclif/core/flags';
import type { HotResult } from '../flows/hot.js';
import type { FlowOptions, Outcome } from '../flows/options.js';
import { failed, succeeded } from '../output/envelope.js';
import { hotText } from '../output/hot-text.js';
import { screen } from '../output/screen.js';
import { printResult } from '../output/terminal.js';
import { BaseCommand, endedBy, type Input } from './base-command.js';
import { liveList } from './live-list.js';

export default class Hot extends BaseCommand<typeof Hot, HotResult> {
  static override summary = 'Show the hot list, live';
  static override description =
    'Reads what the calculator publishes, through the same connections as everything else; nothing is written. Drawn in place on a terminal, until Ctrl-C; with --json one document for each batch, one a line.';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'The list, live' },
    { command: '<%= config.bin %> <%= command.id %> --once --json', description: 'The newest list, for a program' },
  ];
  static override flags = {
    once: Flags.boolean({ summary: 'The newest list alone. Ends with 3 when it is older than three intervals.' }),
  };

  private streams = false;

  protected override act({ flags, json }: Input<typeof Hot>, flow: FlowOptions): Promise<Outcome<HotResult>> {
    this.streams = !flags.once;
    return liveList(flow, {
      once: flags.once,
      terminal: json || flags.once ? null : screen(flow.env),
      quiet: flags.quiet,
      line: (cluster, list, before) =>
        json ? JSON.stringify(succeeded({ command: 'hot', cluster }, true, list)) : `${hotText(list, before)}\n`,
    });
  }

  protected override print(outcome: Outcome<HotResult>, quiet: boolean): void {
    if (!this.streams) super.print(outcome, quiet);
  }

  protected override show(result: HotResult): string {
    return hotText(result, null);
  }

  protected override async catch(thrown: Error): Promise<void> {
    if (!this.streams || !this.jsonEnabled()) return super.catch(thrown);
    const error = endedBy(thrown);
    printResult(JSON.stringify(failed({ command: 'hot', cluster: null }, error)));
    process.exitCode = error.exitCode;
  }
}
