/// One stop of an interview.
public enum FormStep: Sendable, Hashable {
    /// Before everything.
    case beginning
    /// A question, or a note to read.
    case question(FormPath)
    /// After the last instance of a repeat, whose path this is without a position: one more?
    case anotherInstance(of: FormPath)
    /// After everything.
    case end
}

/// What an answer changed besides itself.
public enum FormChange: Sendable, Hashable {
    /// A calculation or a default gave another value.
    case value(FormPath)
    /// It is to be asked now, or no longer.
    case relevance(FormPath)
    /// It must be answered now, or need no longer.
    case requirement(FormPath)
    /// It may no longer be changed by hand, or may now.
    case readOnly(FormPath)
    /// An instance of a repeat came.
    case added(FormPath)
    /// An instance of a repeat went.
    case removed(FormPath)
    /// An expression could not be computed, so that its value is empty.
    case failure(FormPath, FormEvaluationError)
}

/// How a question or group stands.
public struct FormNodeState: Sendable, Hashable {
    /// The answer, also while it is not relevant; nil if there is none.
    public var value: AnswerValue?
    /// Whether it is asked: its own condition and all above it hold.
    public var isRelevant: Bool
    /// Whether it must be answered.
    public var isRequired: Bool
    /// Whether it may not be changed by hand.
    public var isReadOnly: Bool
}

/// What is wrong with an answer.
public struct FormFault: Sendable, Hashable {
    /// In which way it is wrong.
    public enum Kind: String, Sendable, Hashable {
        /// There must be an answer.
        case required
        /// It breaks the constraint.
        case constraint
        /// It is none of the choices that are offered.
        case notAChoice
        /// The constraint could not be computed.
        case failure
    }

    /// The question.
    public var path: FormPath
    /// In which way it is wrong.
    public var kind: Kind
    /// What the form says of it, by language; empty if it says nothing.
    public var message: FormText
}

/// Why an expression has no value, or an answer could not be taken.
public struct FormEvaluationError: Error, Sendable, Hashable {
    /// What is wrong; stable.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// There is no such question, group or instance.
        case noSuchPath
        /// The answer is not of the question's type.
        case wrongKind
        /// The question is read-only, or the number of instances is given.
        case readOnly
        /// There would be more instances than ``FormLimits/repeatInstances``.
        case tooManyInstances
        /// A value cannot be turned into what a function needs.
        case typeMismatch
        /// A question of a repeat is named where one value is needed.
        case repeated
        /// There is no table of this name.
        case missingTable
        /// A text is no regular expression.
        case badPattern
        /// A date's format has an unknown escape.
        case badFormat
    }

    /// What is wrong.
    public var code: Code
    /// The text, name or function that it is about.
    public var subject: String

    /// An error.
    public init(_ code: Code, _ subject: String = "") {
        self.code = code
        self.subject = subject
    }
}
