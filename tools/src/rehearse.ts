import { EXIT_CODES, Interrupted, type Rehearsal, WrongUsage } from './rehearse/rehearsal.ts';
import { chaos } from './rehearse/chaos/chaos.ts';
import { replay } from './rehearse/replay/run.ts';
import { rush } from './rehearse/rush/run.ts';
import { behind } from './rehearse/staleness/behind.ts';
import { staleness } from './rehearse/staleness/staleness.ts';
import { sabotage } from './rehearse/sabotage/sabotage.ts';
import { StackError } from './stack/stack-error.ts';

const REHEARSALS: Record<string, Rehearsal> = { rush, replay, chaos, staleness, behind, sabotage };

const USAGE = `Usage: npm run rehearse -- ...

${Object.values(REHEARSALS)
  .map(({ usage }) => usage)
  .join('\n\n')}

Where nothing else is said, the shop of DATA_DIR is used when it runs, else one of the rehearsal's own.
Exit code: 0 when every promise was kept, 1 when one was broken or not tried, 2 when this usage is not.`;

/** parseArgs says what is wrong with arguments by errors with codes of their own. */
function isWrongUsage(error: unknown): error is Error {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return error instanceof WrongUsage || code.startsWith('ERR_PARSE_ARGS');
}

async function main([name, ...args]: string[]): Promise<number> {
  const rehearsal = REHEARSALS[name ?? ''];
  if (!rehearsal) throw new WrongUsage(name ? `There is no rehearsal "${name}".` : 'Which rehearsal?');
  return rehearsal.run(args);
}

function explain(error: unknown): number {
  if (error instanceof Interrupted) return EXIT_CODES.interrupted;
  if (isWrongUsage(error)) {
    console.error(`${error.message}\n\n${USAGE}`);
    return EXIT_CODES.wrongUsage;
  }
  console.error(error instanceof StackError ? `\n${error.message}\n` : error);
  return EXIT_CODES.broken;
}

// By exit: after Ctrl-C nobody waits for what is under way.
process.exit(await main(process.argv.slice(2)).catch(explain));
