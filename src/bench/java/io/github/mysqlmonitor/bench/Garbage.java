package io.github.mysqlmonitor.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What a query leaves on the Java heap. The JVM counts what each thread allocates; the threads that answer our own
 * questions are not counted. In processes of their own, because being asked costs memory.
 */
record Garbage() implements Workload {
    @Override
    public String name() {
        return Workloads.GARBAGE;
    }

    @Override
    public void measure(Bed bed) throws IOException, InterruptedException {
        bed.coolDown();
        for (Subject subject : bed.subjects) {
            if (subject.java()) {
                try (RunningSubject running = bed.start(subject, "garbage")) {
                    measure(bed, running);
                }
            }
        }
    }

    private void measure(Bed bed, RunningSubject subject) throws IOException, InterruptedException {
        bed.sysbench.run(subject, Workloads.POINT, Math.max(1, bed.options.warmup / 4));
        try (JMXConnector connector = connect(subject.process().orElseThrow().pid())) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                    server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
            for (int round = 0; round < bed.options.rounds; round++) {
                long before = allocated(threads);
                SysbenchRun run = bed.sysbench.run(subject, Workloads.POINT, bed.options.seconds);
                double perQuery = (double) (allocated(threads) - before) / run.queries();
                bed.add(name(), subject.name(), round, Metric.GARBAGE_BYTES, perQuery);
                bed.console.say("%s round %d %s: %.0f bytes per query", name(), round + 1, subject.name(), perQuery);
            }
        }
    }

    private static JMXConnector connect(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("cannot attach to the proxy's JVM", e);
        }
    }

    private static long allocated(ThreadMXBean threads) {
        long sum = 0;
        ThreadInfo[] infos = threads.getThreadInfo(threads.getAllThreadIds());
        for (ThreadInfo info : infos) {
            if (info != null
                    && !info.getThreadName().startsWith("RMI ")
                    && !info.getThreadName().startsWith("JMX ")) {
                sum += Math.max(0, threads.getThreadAllocatedBytes(info.getThreadId()));
            }
        }
        return sum;
    }
}
