// Jest's globalSetup. Ends the run when whoever started it is gone, however that came about: nobody would read its result, and its
// trial stacks would go on. The other end of the IPC channel is held by scripts/test.mjs.
export default function endWithParent() {
  process.on('disconnect', () => process.exit(1));
  // To listen is to hold the event loop open, and Jest ends when it is empty.
  process.channel?.unref();
}
