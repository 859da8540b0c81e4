import * as Flags from '@oclif/core/flags';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import type { RenderResult } from '../flows/render.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Render extends BaseCommand<typeof Render, RenderResult> {
  static override summary = 'Write every file as it would land on the hosts into a folder';
  static override examples = [
    {
      command: '<%= config.bin %> <%= command.id %> --output files -i inventory/article.yaml',
      description: "The files of the article's cluster, to read or to compare",
    },
  ];
  static override flags = {
    output: Flags.string({ char: 'o', required: true, helpValue: 'DIR', summary: 'Folder to write to, one subfolder a host.' }),
  };

  protected override async act({ flags }: Input<typeof Render>, flow: FlowOptions): Promise<Outcome<RenderResult>> {
    const { render } = await import('../flows/render.js');
    return render({ ...flow, output: flags.output });
  }

  protected override show({ output, files, assumed }: RenderResult): string {
    const note = assumed.length === 0 ? '' : `\nNo host was asked; these ids are assumed, a recorded one would win: ${assumed.join(', ')}.`;
    return `${String(files.length)} files written below ${output}.${note}`;
  }
}
