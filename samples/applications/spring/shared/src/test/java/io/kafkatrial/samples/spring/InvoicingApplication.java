/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.spring;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An ordinary Spring Boot application; nothing in it knows of tests. */
@SpringBootApplication
class InvoicingApplication {}
