/**
 * One database for each service, one pool for each process, and one way to change it: a transaction that is either
 * whole or never happened.
 */
export { openDatabase, type Database, type Queries, type RequestLimits, type Transaction } from './database.js';
export { absenceOf, afterStoring, DatabaseAway, type Absence } from './away.js';
export { migrate, type Migration } from './migrate.js';
