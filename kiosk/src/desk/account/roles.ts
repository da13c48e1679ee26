/** The roles that an account can have; access.AccountRoles has the same. */
export const roles = ['staff', 'supervisor', 'agent', 'witness', 'sysadmin', 'secadmin', 'auditor']

/** The three administrators, who are of every centre; access.Administrators has the same. */
export const administrators = ['sysadmin', 'secadmin', 'auditor']

/** The kinds of a supervisor. */
export const kinds = ['regulator', 'discipline', 'monitor']
