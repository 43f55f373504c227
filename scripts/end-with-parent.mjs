// Jest's globalSetup. Ends the run when its parent process is gone, for any reason: nobody would read its result, and
// its trial stacks would keep running. scripts/test.mjs holds the other end of the IPC channel.
export default function endWithParent() {
  process.on('disconnect', () => process.exit(1));
  // A listener keeps the event loop alive, and Jest ends when it is empty.
  process.channel?.unref();
}
