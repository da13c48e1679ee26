// The stages at which a meeting runs, in their order.
export const running = ['assembling', 'declaring', 'electing', 'examining', 'evaluating', 'pricing', 'tallied', 'reporting', 'signing']
