#!/usr/bin/env node
import { parseArguments } from './arguments.ts';
import { requireUrl } from './database-url.ts';

// Prisma's CLI parses stderr: a warning of Node (WebAssembly modules, TLS modes) would hide the real message.
process.removeAllListeners('warning');

const args = parseArguments(process.argv.slice(2));
switch (args.command) {
  case undefined: {
    // Loaded only here: it costs more than a look at the database.
    const { createRequestHandler } = await import('./create-request-handler.ts');
    const { serveJsonRpc } = await import('./json-rpc.ts');
    await serveJsonRpc(createRequestHandler(args));
    // The engine keeps its connections open.
    process.exit();
    break;
  }
  case 'version': {
    const { version } = await import('@prisma/schema-engine-wasm');
    console.log(`schema-engine-wasm ${version()}`);
    break;
  }
  default: {
    const { runDatabaseCommand } = await import('./database-commands.ts');
    await runDatabaseCommand(args.command, requireUrl(args.datasource.url));
  }
}
