/**
 * A request that cannot be fulfilled, though not because of a bug: something is missing, in use or misspelt. The message is one sentence
 * for the user: why, and what to do. The command line exits with 2.
 */
export class NotPossible extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NotPossible';
  }
}
