/** Preloaded by a test: presses Ctrl-C as soon as the command listens for it. */
process.on('newListener', (event) => {
  if (event === 'SIGINT') setImmediate(() => process.kill(process.pid, 'SIGINT'));
});
