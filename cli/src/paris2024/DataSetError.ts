/** The folder does not hold the data set, or a file of it can not be read as one. A sentence for the person who gave it. */
export class DataSetError extends Error {
  override readonly name = 'DataSetError';
}
