// Pure: what the console tools need, so that a person on the host can type the article's commands.
import { quote } from '../../hosts/session/quote.js';
import type { Instance, PlannedFile } from '../../model/component.js';
import { fillHoles } from '../holes.js';
import { temporaryFiles, toolFlags } from '../jvm.js';
import type { Places } from '../places.js';
import { fileUrl } from '../service.js';
import { readTemplate } from '../templates.js';

export function toolFiles({ java }: Instance, places: Places): readonly PlannedFile[] {
  const log4j: PlannedFile = {
    path: `${places.conf}/tools-log4j.properties`,
    text: readTemplate('kafka/tools-log4j.properties'),
    mode: 0o644,
  };
  const env = fillHoles(readTemplate('kafka/tools.env'), {
    javaHome: quote(java.home),
    jvmFlags: quote([...toolFlags(java), temporaryFiles(places)].join(' ')),
    log4j: quote(`-Dlog4j.configuration=${fileUrl(log4j.path)}`),
    logDir: quote(places.log),
  });
  return [log4j, { path: `${places.conf}/tools.env`, text: env, mode: 0o644 }];
}
