/**
 * One database for each service, one pool for each process, and one way to change it: a transaction that is either
 * whole or never happened.
 */
export { openDatabase, type Database, type Queries, type Transaction } from './database.js';
export { migrate, type Migration } from './migrate.js';
