/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The strongly connected components of a graph that have more than one node: Tarjan's algorithm (SIAM J. Comput.
 * 1972), without recursion, linear in nodes and edges. Confined to one judgement.
 */
final class Cycles {

    private final List<List<Integer>> edges;
    private final int[] index;
    private final int[] low;
    private final boolean[] onStack;
    private final int[] nextEdge;
    private final Deque<Integer> stack = new ArrayDeque<>();
    private final List<List<Integer>> found = new ArrayList<>();
    private int counter = 1;

    private Cycles(List<List<Integer>> edges) {
        this.edges = edges;
        int nodes = edges.size();
        index = new int[nodes];
        low = new int[nodes];
        onStack = new boolean[nodes];
        nextEdge = new int[nodes];
    }

    /** Each component with more than one node, its nodes ascending; components by their first node. */
    static List<List<Integer>> in(List<List<Integer>> edges) {
        Cycles cycles = new Cycles(edges);
        for (int node = 0; node < edges.size(); node++) {
            if (cycles.index[node] == 0) {
                cycles.visit(node);
            }
        }
        cycles.found.sort((a, b) -> Integer.compare(a.get(0), b.get(0)));
        return cycles.found;
    }

    private void visit(int root) {
        Deque<Integer> path = new ArrayDeque<>();
        enter(root, path);
        while (!path.isEmpty()) {
            int node = path.peek();
            if (nextEdge[node] < edges.get(node).size()) {
                int to = edges.get(node).get(nextEdge[node]++);
                if (index[to] == 0) {
                    enter(to, path);
                } else if (onStack[to]) {
                    low[node] = Math.min(low[node], index[to]);
                }
            } else {
                path.pop();
                if (!path.isEmpty()) {
                    low[path.peek()] = Math.min(low[path.peek()], low[node]);
                }
                leave(node);
            }
        }
    }

    private void enter(int node, Deque<Integer> path) {
        index[node] = counter;
        low[node] = counter++;
        onStack[node] = true;
        stack.push(node);
        path.push(node);
    }

    private void leave(int node) {
        if (low[node] != index[node]) {
            return;
        }
        List<Integer> component = new ArrayList<>();
        int member;
        do {
            member = stack.pop();
            onStack[member] = false;
            component.add(member);
        } while (member != node);
        if (component.size() > 1) {
            Integer[] sorted = component.toArray(new Integer[0]);
            Arrays.sort(sorted);
            found.add(List.of(sorted));
        }
    }
}
