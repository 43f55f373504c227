/**
 * One database per service, one pool per process, and one way to change data: a transaction.
 */
export { openDatabase, type Database, type Queries, type RequestLimits, type Transaction } from './database.js';
export { absenceOf, afterStoring, DatabaseAway, type Absence } from './away.js';
export { migrate, type Migration } from './migrate.js';
