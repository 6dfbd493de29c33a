interface Timeouts {
  connectionTimeout: number;
  requestTimeout: number;
  throwOnRequestTimeout: true;
}

/**
 * How long an AWS client waits before it gives a request up.
 *
 * @param connectionTimeout milliseconds until there must be a connection
 * @param requestTimeout milliseconds until the answer must have begun. Without the flag the SDK only logs that it is late.
 */
export const within = (connectionTimeout: number, requestTimeout: number): Timeouts => ({
  connectionTimeout,
  requestTimeout,
  throwOnRequestTimeout: true,
});
