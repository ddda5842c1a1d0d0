import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const server = process.env['MAS_HUB_DEV_SERVER'] ?? 'http://127.0.0.1:8000';

const MOCKING = ['src/views/board/{Board,Ended,listening}.test.ts'];

export default defineConfig({
  plugins: [svelte()],
  // Under vitest the browser build of Svelte is wanted, not its server build.
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  build: {
    outDir: '../mas_hub/web/static',
    emptyOutDir: true,
    assetsDir: 'assets',
    // The content security policy allows no data: addresses and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
    // On a slow machine the first start would show a table of what took its build how long.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  css: {
    lightningcss: { errorRecovery: true },
    preprocessorOptions: {
      scss: { quietDeps: true, loadPaths: ['node_modules'] },
    },
  },
  server: {
    proxy: {
      '/api': server,
      '/socket.io': { target: server, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    restoreMocks: true,
    unstubGlobals: true,
    pool: 'threads',
    projects: [
      // One worker's files share what they import: a test puts back what it changed.
      { extends: true, test: { name: 'shared', include: ['src/**/*.test.ts'], exclude: MOCKING, isolate: false } },
      // What puts another module in the place of one has its imports to itself.
      { extends: true, test: { name: 'alone', include: MOCKING, sequence: { groupOrder: 1 } } },
    ],
  },
});
