export type Datasource = { url?: string | undefined; shadowDatabaseUrl?: string | undefined };

const COMMANDS = ['can-connect-to-database', 'create-database'] as const;
export type DatabaseCommand = (typeof COMMANDS)[number];

export type EngineArguments = {
  /** Paths of the `.prisma` files. */
  datamodels: string[];
  datasource: Datasource;
  /** Absent: serve JSON-RPC on stdin and stdout. */
  command?: DatabaseCommand | 'version' | undefined;
};

function parseCommand(name: string): DatabaseCommand {
  const command = COMMANDS.find((known) => known === name);
  if (!command) throw new Error(`Unknown command of the schema engine: ${name}`);
  return command;
}

/** Reads the command line that Prisma's CLI gives to a schema engine. Throws on what it does not know. */
export function parseArguments(argv: string[]): EngineArguments {
  const parsed: EngineArguments = { datamodels: [], datasource: {} };
  for (let i = 0; i < argv.length; i += 2) {
    const [option, value = ''] = argv.slice(i, i + 2);
    switch (option) {
      case '--version':
        parsed.command = 'version';
        break;
      case '--datamodels':
        parsed.datamodels.push(value);
        break;
      case '--datasource':
        parsed.datasource = JSON.parse(value) as Datasource;
        break;
      case 'cli':
        parsed.command = parseCommand(value);
        break;
      // The WebAssembly engine takes neither; both only shape what `db pull` writes.
      case '--enabled-preview-features':
      case '--extension-types':
        break;
      default:
        throw new Error(`Unknown argument of the schema engine: ${option}`);
    }
  }
  return parsed;
}
