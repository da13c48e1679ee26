/** The roles that an account can have; access.AccountRoles has the same. */
export const roles = ['staff', 'supervisor', 'agent', 'witness', 'sysadmin', 'secadmin', 'auditor']

/** The kinds of a supervisor. */
export const kinds = ['regulator', 'discipline', 'monitor']
