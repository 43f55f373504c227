/**
 * Who may ask a listener of ours. Everything listens on loopback, and that keeps other machines out; it does not keep out a
 * page in a browser of this machine. Every listener asks here before anything else is done.
 */
export { Guard, type Refusal, type Visit } from './guard.js';
