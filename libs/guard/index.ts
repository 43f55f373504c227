/**
 * Who can call our listeners. Everything listens on loopback, which keeps other machines out, but not web pages in a browser on this
 * machine. Every listener checks here first.
 */
export { Guard, type Refusal, type Visit } from './guard.js';
