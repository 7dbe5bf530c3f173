/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

/**
 * A mistake the data plane can be made to make, so that tests can prove that the simulator would find it.
 *
 * <p>Every log knows its disk's bug, and the only way to give a disk one is a package-private constructor:
 * no setting, property or public method leads there, so a user cannot switch one on. In production the
 * bug of every disk is {@link #NONE} and costs a comparison with a final field.
 */
public enum Bug {
    /** No mistake. */
    NONE,
    HIGH_WATERMARK_ONE_TOO_FAR,
    HIGH_WATERMARK_UNDER_MIN_ISR,
    HIGH_WATERMARK_WITHOUT_JOINING_REPLICA,
    HIGH_WATERMARK_WITHOUT_LEAVING_REPLICA,
    HIGH_WATERMARK_OF_FOLLOWER_AT_LOG_END,
    HIGH_WATERMARK_NOT_PROPAGATED,
    TRUNCATE_TO_HIGH_WATERMARK,
    DIVERGENCE_UNNOTICED,
    EPOCH_CACHE_NOT_TRUNCATED,
    FETCH_EPOCH_UNCHECKED,
    ACK_BEFORE_COMMIT,
    ACK_ON_LOST_LEADERSHIP,
    MIN_ISR_UNCHECKED,
    APPEND_WITHOUT_LEADERSHIP,
    ISR_EXPANDS_WITHOUT_CATCH_UP,
    ISR_EXPANDS_BELOW_EPOCH_START,
    ISR_NEVER_SHRINKS,
    CONSUMERS_READ_TO_LOG_END,
    DUPLICATE_APPENDED,
    PRODUCERS_FORGOTTEN_ON_RESTART,
    PRODUCERS_UNKNOWN_TO_FOLLOWERS,
    LOG_START_IGNORED,
    LOG_START_NOT_FOLLOWED,
    OPEN_TRANSACTIONS_STABLE,
    STABLE_BEFORE_MARKER_IS_COMMITTED,
    ABORTED_NOT_INDEXED,
    ABORTED_INDEX_NOT_TRUNCATED,
    MARKER_EPOCHS_UNCHECKED,
    TRANSACTION_UNVERIFIED
}
