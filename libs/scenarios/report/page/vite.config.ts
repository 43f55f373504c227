import { defineConfig } from 'vite';

/**
 * Builds the script and the style that report/html.ts writes into every report. One plain script, no modules: a browser
 * loads none for a page that was opened as a file.
 */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: '../../../../dist/libs/scenarios/report/page',
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    lib: {
      entry: 'src/main.ts',
      formats: ['iife'],
      name: 'report',
      fileName: () => 'page.js',
      cssFileName: 'page',
    },
    // Reports are passed on, so they name whose library is in them.
    rolldownOptions: {
      output: { postBanner: '/*! With uPlot, (c) Leon Sorokin, MIT License: https://github.com/leeoniya/uPlot */' },
    },
  },
});
