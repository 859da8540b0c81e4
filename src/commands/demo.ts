import * as Flags from '@oclif/core/flags';
import type { DemoResult } from '../flows/demo.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { demoText } from '../views/demo.js';
import { screen } from '../terminal/screen.js';
import { BaseCommand, type Input } from './base-command.js';
import { liveList } from './live-list.js';

export default class Demo extends BaseCommand<typeof Demo, DemoResult> {
  static override summary = 'Make a three-node cluster with the streaming job on this one machine';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'Make the cluster, or go on with it' },
    { command: '<%= config.bin %> <%= command.id %> --down', description: 'Take it down, with its data' },
  ];
  static override flags = {
    down: Flags.boolean({ summary: 'Take the demo down again, with its data.', exclusive: ['once'] }),
    once: Flags.boolean({ summary: 'End when it runs, instead of showing the hot list on the terminal until Ctrl-C.' }),
  };

  protected override async act({ flags, json }: Input<typeof Demo>, flow: FlowOptions): Promise<Outcome<DemoResult>> {
    const { demo } = await import('../flows/demo.js');
    const outcome = await demo({ ...flow, down: flags.down });
    const terminal = screen(flow.env);
    if (json || flags.once || flags.down || terminal === null || outcome.exitCode !== 0) return outcome;
    const { inventory } = outcome.result;
    terminal.show(this.show(outcome.result));
    await liveList({ ...flow, inventory, limit: [] }, { once: false, terminal, quiet: flags.quiet, line: () => '' });
    return outcome;
  }

  protected override show(result: DemoResult): string {
    return demoText(result, typed());
  }
}

/** How this program was called, so that what is to be tried next can be typed as it stands. */
const typed = (): string => (process.argv[1]?.endsWith('run.js') ? 'node bin/run.js' : 'fams-ops');
