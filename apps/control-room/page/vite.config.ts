import { defineConfig } from 'vite';

/**
 * Builds the page into the folder that the control room serves. Everything it needs is in the bundle, the boards too: it comes
 * from this machine, so its size costs nobody anything.
 */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: '../../../dist/apps/control-room/page',
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
  },
  // For work on the page: `vite apps/control-room/page`, with a control room on its usual port behind it.
  server: { proxy: { '/api': 'http://127.0.0.1:17010' } },
});
