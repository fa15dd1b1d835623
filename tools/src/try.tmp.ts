import { startTestStack } from './test-stack.ts';
const t=performance.now();
const { stack, stop } = await startTestStack();
console.log((performance.now()-t)|0,'ms', stack);
const { execSync } = await import('node:child_process');
console.log(execSync('ps -eo pid,ppid,user,args | grep -E "postgres|redis" | grep -v grep').toString());
await new Promise(r=>setTimeout(r, Number(process.argv[2]??0)));
const t2=performance.now();
await stop(); console.log('stopped', (performance.now()-t2)|0);
