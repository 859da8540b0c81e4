import * as Flags from '@oclif/core/flags';
import type { HotPageResult } from '../flows/hot/page.js';
import type { HotResult } from '../flows/hot/reader.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { failed, succeeded } from '../views/envelope.js';
import { hotText } from '../views/hot.js';
import { screen } from '../terminal/screen.js';
import { printResult } from '../terminal/terminal.js';
import { BaseCommand, endedBy, type Input } from './base-command.js';
import { liveList } from './live-list.js';
import { withValue } from './optional-value.js';

const WEB = '127.0.0.1:8090';

export default class Hot extends BaseCommand<typeof Hot, HotResult | HotPageResult> {
  static override summary = 'Show the hot list, live';
  static override description =
    'Reads what the calculator publishes, through the same connections as everything else; nothing is written. Drawn in place on a terminal, until Ctrl-C; with --json one document for each batch, one a line. With --web a page for a browser shows it, with a chart of the last minutes and the verdict of the fast checks beside it.';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'The list, live' },
    { command: '<%= config.bin %> <%= command.id %> --once --json', description: 'The newest list, for a program' },
    { command: '<%= config.bin %> <%= command.id %> --web', description: `A page, at http://${WEB}/` },
    { command: '<%= config.bin %> <%= command.id %> --web 127.0.0.1:9000', description: 'The same on another port' },
  ];
  static override flags = {
    once: Flags.boolean({ summary: 'The newest list alone. Ends with 3 when it is older than three intervals.' }),
    web: Flags.string({
      helpValue: '[ADDRESS:PORT]',
      exclusive: ['once'],
      summary: `Serve a page for browsers there (default ${WEB}; port 0: any that is free), until Ctrl-C. Whoever reaches it can read it.`,
    }),
  };

  private streams = false;

  override run(): Promise<HotResult | HotPageResult> {
    this.argv = withValue(this.argv, '--web', WEB, /^[^-]/);
    return super.run();
  }

  protected override async act({ flags, json }: Input<typeof Hot>, flow: FlowOptions): Promise<Outcome<HotResult | HotPageResult>> {
    this.streams = !flags.once;
    if (flags.web !== undefined) {
      const { parseListenAt } = await import('../views/web/address.js');
      const at = parseListenAt(flags.web);
      const { livePage } = await import('./live-page.js');
      return livePage(flow, { at, json, quiet: flags.quiet });
    }
    return liveList(flow, {
      once: flags.once,
      terminal: json || flags.once ? null : screen(flow.env),
      quiet: flags.quiet,
      line: (cluster, list, before) =>
        json ? JSON.stringify(succeeded({ command: 'hot', cluster }, true, list)) : `${hotText(list, before)}\n`,
    });
  }

  protected override print(outcome: Outcome<HotResult | HotPageResult>, quiet: boolean): void {
    if (!this.streams) super.print(outcome, quiet);
  }

  protected override show(result: HotResult | HotPageResult): string {
    return 'top' in result ? hotText(result, null) : result.url;
  }

  protected override async catch(thrown: Error): Promise<void> {
    if (!this.streams || !this.jsonEnabled()) return super.catch(thrown);
    const error = endedBy(thrown);
    printResult(JSON.stringify(failed({ command: 'hot', cluster: null }, error)));
    process.exitCode = error.exitCode;
  }
}
