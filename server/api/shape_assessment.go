package api

// AssessedBy says how far one role is with the assessments of a panel.
type AssessedBy struct {
	Role  string `json:"role"`
	Given int    `json:"given"`
	Of    int    `json:"of"`
	Waits int    `json:"waits"` // replies that wait for an answer
}

// AssessmentsView is what was said of a panel, and by what rule.
type AssessmentsView struct {
	LotNumber string           `json:"lotNumber"`
	LotName   string           `json:"lotName"`
	Clause    string           `json:"clause"`
	Items     []AssessmentItem `json:"items"`
	Step      string           `json:"step"`
	Full      string           `json:"full"` // the most of all items together
	ReplyDays int              `json:"replyDays"`
	Members   []AssessedMember `json:"members"` // who served, at every meeting of the lot that counts
	By        []AssessedBy     `json:"by"`
	Own       string           `json:"own"` // the reader's role, if it is to assess now; else empty
}

// AssessmentItem is one thing that is assessed.
type AssessmentItem struct {
	ID   string `json:"id"` // catalogue key below "assessment.item."
	Most string `json:"most"`
}

// AssessedMember is an expert who served.
type AssessedMember struct {
	Meeting     string           `json:"meeting"`
	Seat        int              `json:"seat"`
	Name        string           `json:"name"` // empty for whom it is not due
	Specialties []SpecialtyView  `json:"specialties"`
	Void        bool             `json:"void"` // the meeting was void after findings
	Given       []AssessmentView `json:"given"`
}

// AssessmentView is what one role said of a member.
type AssessmentView struct {
	By       string                  `json:"by"`    // role
	Sheet    string                  `json:"sheet"` // the datum of the version that counts
	Total    string                  `json:"total"`
	AtMs     int64                   `json:"atMs"`    // of the version that counts
	Person   string                  `json:"person"`  // name of the account
	UntilMs  int64                   `json:"untilMs"` // the first instant at which a reply is too late
	Marks    []AssessmentMark        `json:"marks"`
	Former   []AssessmentVersionView `json:"former"` // versions before it, oldest first
	Reply    *AssessmentReplyView    `json:"reply"`
	Answer   *AssessmentAnswerView   `json:"answer"`
	MayMend  bool                    `json:"mayMend"`   // the reader may correct it
	MayReply bool                    `json:"mayReply"`  // the reader may enter a reply
	MayEnd   bool                    `json:"mayAnswer"` // the reader may answer the reply
}

// AssessmentMark is one item of a sheet.
type AssessmentMark struct {
	Item   string `json:"item"`
	Mark   string `json:"mark"`
	Reason string `json:"reason"`
}

// AssessmentVersionView is a version that counts no more.
type AssessmentVersionView struct {
	AtMs   int64            `json:"atMs"`
	Person string           `json:"person"`
	Total  string           `json:"total"`
	Marks  []AssessmentMark `json:"marks"`
}

// AssessmentReplyView is what the expert replied.
type AssessmentReplyView struct {
	OnMs   int64  `json:"onMs"` // the beginning of the day on which it was given
	AtMs   int64  `json:"atMs"` // entered
	Person string `json:"person"`
	Text   string `json:"text"`
}

// AssessmentAnswerView is what was answered.
type AssessmentAnswerView struct {
	AtMs   int64  `json:"atMs"`
	Person string `json:"person"`
	Upheld bool   `json:"upheld"`
	Text   string `json:"text"`
}

// GradesView is what an expert's assessments come to.
type GradesView struct {
	Means []MeanView  `json:"means"` // of the last year, of the last two, and so on; then of all
	Items []GradeView `json:"items"` // newest first
}

// MeanView is the mean of assessments.
type MeanView struct {
	Years int    `json:"years"` // the last ones; 0 for all
	Mean  string `json:"mean"`  // percent, to two digits; empty of none
	Count int    `json:"count"`
}

// GradeView is one assessment of an expert.
type GradeView struct {
	AtMs       int64  `json:"atMs"` // of the version that counts
	Lot        string `json:"lot"`  // empty where it was made elsewhere, or the reader does not see the lot
	LotNumber  string `json:"lotNumber"`
	LotName    string `json:"lotName"`    // or the evaluation, as a file names it
	TenderName string `json:"tenderName"` // or the reason that a file gives
	By         string `json:"by"`         // role, or other
	Total      string `json:"total"`
	Full       string `json:"full"`
	State      string `json:"state"` // given, replied, answered or elsewhere
}

// AssessmentsDue are the lots that wait for the reader's role.
type AssessmentsDue struct {
	Lots []DueView `json:"lots"` // the oldest first
}

// DueView is one of them.
type DueView struct {
	Lot     string `json:"lot"`
	Number  string `json:"number"`
	Name    string `json:"name"`
	Given   int    `json:"given"`
	Of      int    `json:"of"`
	Waits   int    `json:"waits"`   // replies that wait for an answer
	SinceMs int64  `json:"sinceMs"` // when the last meeting was sealed or, if it was void, opened
}
